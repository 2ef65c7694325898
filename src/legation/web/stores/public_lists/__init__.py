"""Public lists of signatories that the desk released on this site."""
