"""The pages of people: their way in, their settings, and what stewards decide about them."""
