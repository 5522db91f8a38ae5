"""What happens when a group meets: who came and how many, and what people say of it."""
