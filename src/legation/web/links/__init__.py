"""Links with a secret, by which somebody without an account comes to one thing: how they are made, opened and used."""
