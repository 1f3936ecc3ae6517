"""What the pages of challenges and ideas show."""
