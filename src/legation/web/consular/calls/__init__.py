"""Call sheets: what families say on the telephone, and who decides that they are rung back."""
