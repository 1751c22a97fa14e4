from indexer.cli.group import main

if __name__ == "__main__":
    main()
