"""Rules of a consular desk: whom a crisis concerns, what is known of each, how long anything is kept. They know no clock and no file."""
