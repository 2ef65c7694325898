"""What people come with: the eight situations, and the path of each through a dossier."""
