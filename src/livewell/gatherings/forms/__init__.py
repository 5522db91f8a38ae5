"""What is typed about a meeting, the register, and what people say, read into dataclasses."""
