"""What HTML, PDF and DOCX share: numbers and links, widths of tables, pictures, fonts."""
