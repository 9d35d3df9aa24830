"""The look of a place: its colours, fonts and drawings, from the choices of the team and the slug of the place."""
