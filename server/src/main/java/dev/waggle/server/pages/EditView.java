package dev.waggle.server.pages;

import java.util.List;

/**
 * The editor with one file in it.
 *
 * @param path the file
 * @param text as it is live
 * @param tag names what is live
 * @param version its number
 * @param files all that can be chosen
 * @param mayEdit false where it follows a folder
 */
record EditView(
        Page page,
        Standing standing,
        String path,
        String text,
        String tag,
        int version,
        List<Group> files,
        boolean mayEdit) {
    EditView {
        files = List.copyOf(files);
    }

    /** Files of one kind. */
    record Group(String name, List<String> paths) {
        Group {
            paths = List.copyOf(paths);
        }
    }

    int lines() {
        return (int) text.lines().count();
    }
}
