"""A dossier to and from files. Only ``folder`` (with ``entries`` and ``exchange``) and ``workbook`` open one."""
