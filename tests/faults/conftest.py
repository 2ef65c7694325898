"""What of this folder is a program of its own and no test."""

collect_ignore = ["disk_walk.py"]
