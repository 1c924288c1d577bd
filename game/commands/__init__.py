"""The sub-commands of `twostacks`, one module each: add_arguments(parser) and run(arguments)."""
