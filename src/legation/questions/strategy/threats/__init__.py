"""What threatens us, on how many sources, and which deterrents stand against which kind of attacker."""
