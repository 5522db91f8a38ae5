"""Safety matters: raised by anybody, owned by somebody, closed only when something was done."""
