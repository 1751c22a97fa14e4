"""The sentences of the corpus that are nearest to those of a text: texts and paragraph numbers in, plain values out."""
