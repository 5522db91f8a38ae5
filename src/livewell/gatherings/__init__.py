"""What happens when a group meets: who came, and what people say of it afterwards."""
