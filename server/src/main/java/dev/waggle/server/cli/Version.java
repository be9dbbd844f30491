package dev.waggle.server.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of Waggle and of the Java it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = WaggleCommand.class.getPackage().getImplementationVersion();
        return new String[] {
            "waggle " + (version == null ? "from class files" : version) + ", Java "
                    + System.getProperty("java.version")
        };
    }
}
