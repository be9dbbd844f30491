package dev.waggle.server.pages;

import dev.waggle.server.pages.RuleView.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rule's text in pieces of one colour each. It is only looked at, so a text that is no rule comes out whole as well. */
final class DrlText {
    private static final Pattern TOKEN = Pattern.compile("(?<comment>//[^\\n]*|/\\*(?s:.*?)\\*/)"
            + "|(?<text>\"[^\"\\n]*\")"
            + "|(?<mark>@\\w+)"
            + "|(?<bound>\\$\\w+)"
            + "|(?<key>\\b(?:rule|when|then|end|not|memberOf|contains)\\b)"
            + "|(?<fact>\\b[A-Z]\\w*(?=\\s*\\())"
            + "|(?<number>\\b\\d[\\d.]*\\b)");
    private static final List<String> KINDS = List.of("comment", "text", "mark", "bound", "key", "fact", "number");
    private static final Pattern FIELD = Pattern.compile("\\{[A-Za-z.]+}");

    private DrlText() {}

    static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (token.find()) {
            plain(text.substring(end, token.start()), pieces);
            String kind = KINDS.stream()
                    .filter(each -> token.group(each) != null)
                    .findFirst()
                    .orElse("");
            pieces.add(new Piece("d-" + kind, token.group()));
            end = token.end();
        }
        plain(text.substring(end), pieces);
        return pieces;
    }

    /** A message with its fields apart, without their braces. */
    static List<Piece> message(String message) {
        List<Piece> pieces = new ArrayList<>();
        Matcher field = FIELD.matcher(message);
        int end = 0;
        while (field.find()) {
            plain(message.substring(end, field.start()), pieces);
            pieces.add(new Piece("d-field", message.substring(field.start() + 1, field.end() - 1)));
            end = field.end();
        }
        plain(message.substring(end), pieces);
        return pieces;
    }

    private static void plain(String text, List<Piece> pieces) {
        if (!text.isEmpty()) pieces.add(new Piece("", text));
    }
}
