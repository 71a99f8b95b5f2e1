"""What only shows when files are seen together: ids, links, order, wording."""
