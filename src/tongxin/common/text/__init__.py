"""Text in Chinese and Latin scripts: folding, search tokens, pinyin, names. Pure functions, no Django."""
