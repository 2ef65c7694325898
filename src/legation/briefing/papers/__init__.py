"""The papers beside the brief: tally sheet, démarche kit, handover pack, draft statement."""
