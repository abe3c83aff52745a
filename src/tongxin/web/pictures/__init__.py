"""Pictures of pages taken along: as SVG, as PNG, and their tables as XLSX, exactly as the page shows them."""
