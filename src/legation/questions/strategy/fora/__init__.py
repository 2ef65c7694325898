"""The fora in which a matter can be moved, side by side: what we may do, by when, with whom, and who alone stops it."""
