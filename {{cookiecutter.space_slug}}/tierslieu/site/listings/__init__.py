"""What pages list: the agenda, activities, news, the search index, downloads, menus."""
