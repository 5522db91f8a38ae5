"""What the referrer sees and hears, in every form it can take."""
