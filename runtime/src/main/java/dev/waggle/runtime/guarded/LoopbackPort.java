package dev.waggle.runtime.guarded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports of this machine's loopback. */
public final class LoopbackPort {
    private static final byte[] ADDRESS = {127, 0, 0, 1};

    private LoopbackPort() {}

    private static InetAddress address() throws IOException {
        return InetAddress.getByAddress(ADDRESS);
    }

    /** One that nobody has now; another program may take it before ours does, which is then looked for. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, address())) {
            return socket.getLocalPort();
        }
    }

    /** One that nobody can listen on while the socket is open: whoever connects to it is refused at once. */
    public static Socket dead() throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(address(), 0));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }
}
