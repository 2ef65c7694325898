"""Mathematics: arrays and plain records in, a frozen result out; knows no dossier, no clock, no file."""
