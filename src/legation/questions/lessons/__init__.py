"""The path of six lessons: each asks one thing of an example, and the product's own answer says whether it is right."""
