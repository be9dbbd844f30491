/** Tests of the server against live servers, by java.net.http and by raw sockets. */
@NullMarked
package dev.waggle.server.http;

import org.jspecify.annotations.NullMarked;
