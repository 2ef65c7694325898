"""A text in circulation as a question reads it: its terms, its versions, its log, and where each that is invited stands."""
