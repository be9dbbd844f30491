package dev.waggle.server.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Loopback's sockets, bound before anything else starts: 127.0.0.1, and ::1 where the system has it, on one port. */
record Listeners(int port, List<ServerSocketChannel> channels) {
    private static final int BACKLOG = 256;
    private static final int ATTEMPTS = 10;

    /**
     * Binds.
     *
     * @param port 0 for any that is free on both
     * @throws PortInUseException when someone else listens there
     */
    static Listeners bind(int port) throws IOException {
        for (int attempt = 1; ; attempt++) {
            ServerSocketChannel four = open(StandardProtocolFamily.INET, port);
            int bound = ((InetSocketAddress) four.getLocalAddress()).getPort();
            try {
                List<ServerSocketChannel> channels = new ArrayList<>(List.of(four));
                if (hasIpv6()) {
                    channels.add(open(StandardProtocolFamily.INET6, bound));
                }
                return new Listeners(bound, List.copyOf(channels));
            } catch (PortInUseException e) {
                four.close();
                if (port != 0 || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static ServerSocketChannel open(ProtocolFamily family, int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(loopback(family), port), BACKLOG);
            return channel;
        } catch (BindException e) {
            channel.close();
            throw PortInUseException.at(loopback(family).getHostAddress(), port, e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
            probe.bind(new InetSocketAddress(loopback(StandardProtocolFamily.INET6), 0));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static InetAddress loopback(ProtocolFamily family) throws UnknownHostException {
        byte[] six = new byte[16];
        six[15] = 1;
        return InetAddress.getByAddress(family == StandardProtocolFamily.INET ? new byte[] {127, 0, 0, 1} : six);
    }

    void close() throws IOException {
        for (ServerSocketChannel channel : channels) {
            channel.close();
        }
    }
}
