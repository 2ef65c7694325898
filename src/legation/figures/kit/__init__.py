"""The shapes that figures are made of: each takes data, and what it draws knows the rows that it stands for."""
