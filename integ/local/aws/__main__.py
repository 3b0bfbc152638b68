from aws.server import main

main()
