package dev.waggle.rules.facts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a fact, or one of its fields, is to a person who writes rules. This is the only place that says so: the linter,
 * rules in plain words and the page of all facts are made from it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Means {
    /** What it is: a phrase that can stand in a sentence. What follows a semicolon is for the page alone. */
    String value();

    /** Where the value comes from; for a field, "" where it comes from where its fact does. */
    String from() default "";

    /** The unit of a number; "" where the end of its name says it. */
    String unit() default "";

    /** The words that a text, or each text of a set, can be. */
    Words words() default Words.ANY;

    /** The smallest value of a number. */
    long least() default 0;
}
