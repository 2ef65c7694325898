"""Packs: records that come with the product or from elsewhere, of which a desk takes the part that it needs into its dossier."""
