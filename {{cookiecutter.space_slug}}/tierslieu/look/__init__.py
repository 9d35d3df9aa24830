"""The look of a place: its colours, its letters and its drawings, from a few choices and its short name."""
