"""The second language: Chinese sentences by their English, words by themselves."""
