"""What writes the reference pages: one module for each page, from the definitions in the code."""
