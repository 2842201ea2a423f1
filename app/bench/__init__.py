"""The project's own benchmarks: `raptorflow bench turn|load|start|cache|all`.

They watch a real server from outside, over real sockets on the loopback, and compare it with a bare
Chainlit echo served in the same run, so that a figure means the same on another machine. Every
run is bounded in count and time and stops by itself.
"""
