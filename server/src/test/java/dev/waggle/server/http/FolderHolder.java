package dev.waggle.server.http;

import java.io.IOException;
import java.nio.file.Path;

/** A process that takes a data folder and keeps it until it is killed. */
final class FolderHolder {
    private FolderHolder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        DataFolderLock lock = DataFolderLock.take(Path.of(arguments[0]));
        System.out.println("held");
        Thread.sleep(60_000);
        lock.close();
    }
}
