"""What keeps the directory true: visits, problems, freshness, what stands in it twice, and what is missing."""
