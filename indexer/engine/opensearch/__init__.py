"""An engine whose postings and texts are in an OpenSearch cluster; all else that it reads is a folder of this machine.

What a query finds is asked of the cluster leaf by leaf: which paragraphs have a word or a text, and how often each, in a
few bytes a paragraph. Above that, everything is worked out here by the modules that the embedded engine uses too: so
counts, scores and orders are the same to the last digit, and no answer is an estimate.
"""

RECORD = "cluster.json"  # a file of a generation whose postings and texts are in a cluster: ClusterRecord
