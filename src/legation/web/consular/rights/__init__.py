"""What people may ask of a desk about themselves: to see it, to have it erased, to be left in peace, to take it along."""
