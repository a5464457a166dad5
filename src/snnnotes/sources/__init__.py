"""Online sources: the only room that opens sockets. Nothing here loads until one is asked."""
