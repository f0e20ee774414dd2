"""What operators do with documents and index, the same from the command line and from the operator's pages."""
