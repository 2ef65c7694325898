"""What was read out of archived files, kept beside the dossiers: it can be made again from the bytes."""
