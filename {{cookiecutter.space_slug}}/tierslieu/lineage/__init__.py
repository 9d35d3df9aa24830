"""The origin of a place, its updates from the kit, and its contributions to the kit."""
