package io.vigie.query.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/** The scalars of the schema. */
final class Scalars {

    static final GraphQLScalarType INSTANT = GraphQLScalarType.newScalar()
            .name("Instant")
            .coercing(new Instants())
            .build();

    /** A {@code long[]}, which the JSON writer takes as it is. */
    static final GraphQLScalarType TIMES = GraphQLScalarType.newScalar()
            .name("Times")
            .coercing(new WrittenAsIs(long[].class))
            .build();

    static final GraphQLScalarType VALUES = GraphQLScalarType.newScalar()
            .name("Values")
            .coercing(new WrittenAsIs(NumberList.class))
            .build();

    private Scalars() {}

    private static final class Instants implements Coercing<Instant, String> {
        private static final Instant FIRST = Instant.EPOCH;
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
        private static final String EXPECTED =
                "Instant: must be ISO 8601 with zone, from 1970 to 9999, for example \"2026-11-21T08:00:00Z\"";

        @Override
        public String serialize(Object result, GraphQLContext context, Locale locale) {
            if (result instanceof Instant instant) {
                return instant.toString();
            }
            throw new CoercingSerializeException("not an Instant");
        }

        @Override
        public Instant parseValue(Object input, GraphQLContext context, Locale locale) {
            if (input instanceof String text) {
                return parse(text).orElseThrow(() -> new CoercingParseValueException(EXPECTED));
            }
            throw new CoercingParseValueException(EXPECTED);
        }

        @Override
        public Instant parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            if (input instanceof StringValue text) {
                return parse(String.valueOf(text.getValue()))
                        .orElseThrow(() -> new CoercingParseLiteralException(EXPECTED));
            }
            throw new CoercingParseLiteralException(EXPECTED);
        }

        private static Optional<Instant> parse(String text) {
            try {
                Instant instant = OffsetDateTime.parse(text).toInstant();
                return instant.isBefore(FIRST) || instant.isAfter(LAST) ? Optional.empty() : Optional.of(instant);
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    /** Only ever an answer. */
    private record WrittenAsIs(Class<?> type) implements Coercing<Object, Object> {

        @Override
        public Object serialize(Object result, GraphQLContext context, Locale locale) {
            if (type.isInstance(result)) {
                return result;
            }
            throw new CoercingSerializeException("not a " + type.getSimpleName());
        }

        @Override
        public Object parseValue(Object input, GraphQLContext context, Locale locale) {
            throw new CoercingParseValueException("This scalar is not for input");
        }

        @Override
        public Object parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            throw new CoercingParseLiteralException("This scalar is not for input");
        }
    }
}
