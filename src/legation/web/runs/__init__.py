"""What takes longer than a page may: answers and papers, computed in the background, each once, and stored."""
