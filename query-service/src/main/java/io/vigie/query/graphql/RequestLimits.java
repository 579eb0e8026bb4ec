package io.vigie.query.graphql;

import graphql.ExecutionResult;
import graphql.analysis.QueryTraverser;
import graphql.analysis.QueryVisitorFieldEnvironment;
import graphql.analysis.QueryVisitorStub;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.schema.GraphQLTypeUtil;
import io.vigie.kit.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request before anything of it is fetched when it is too deep, has too many aliases or fields, or would cost too
 * much. Introspection is counted by fields alone, as its usual query is deeper than any other.
 *
 * <p>Cost: each field 1, times how many times it is answered at most ({@code first}, names of latest, 3 for alerts of a source, 10
 * for other lists); a
 * field {@code series} costs 100 and one more for each name and each day; one that another service is asked for costs 100,
 * and a preview that and each day for each source.
 */
final class RequestLimits extends SimplePerformantInstrumentation {

    static final int MAX_DEPTH = 10;
    static final int MAX_ALIASES = 50;
    static final int MAX_FIELDS = 2_000;
    static final long MAX_COST = 100_000;

    private static final int LIST = 10;
    private static final int ALL_LATEST = 100;
    private static final int SERIES = 100;
    private static final int ASKED_ELSEWHERE = 100;
    private static final int PREVIEWED = 50;
    private static final int ALERTS_OF_SOURCE = 3;
    private static final int MOST_FIRST = 1_000;
    private static final Set<String> ROOTS = Set.of("Query", "Mutation");
    private static final Set<String> ANSWERED_HERE = Set.of("sources", "source", "sourceCounts");

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, @Nullable InstrumentationState state) {
        ExecutionContext context = parameters.getExecutionContext();
        QueryTraverser.newQueryTraverser()
                .schema(context.getGraphQLSchema())
                .document(context.getDocument())
                .operationName(context.getExecutionInput().getOperationName())
                .coercedVariables(context.getCoercedVariables())
                .build()
                .visitPreOrder(new Counter());
        return super.beginExecuteOperation(parameters, state);
    }

    /** A request that is beyond a limit. */
    static final class BeyondLimitException extends AbortExecutionException {

        private static final long serialVersionUID = 1L;

        BeyondLimitException(String what, long limit) {
            super(what + ": at most " + limit + " is allowed in a request");
        }

        @Override
        public Map<String, Object> getExtensions() {
            return Map.of("code", ProblemCode.INVALID_ARGUMENT.code());
        }
    }

    private static final class Counter extends QueryVisitorStub {
        private final Map<QueryVisitorFieldEnvironment, Place> places = new HashMap<>();
        private int fields;
        private int aliases;
        private long cost;

        private record Place(int depth, long times, boolean introspection) {}

        private static final Place ROOT = new Place(0, 1, false);

        @Override
        public void visitField(QueryVisitorFieldEnvironment field) {
            check("fields", ++fields, MAX_FIELDS);
            if (field.getField().getAlias() != null) {
                check("aliases", ++aliases, MAX_ALIASES);
            }
            Place parent = field.getParentEnvironment() == null
                    ? ROOT
                    : places.getOrDefault(field.getParentEnvironment(), ROOT);
            boolean introspection = parent.introspection()
                    || field.getFieldDefinition().getName().startsWith("__");
            int depth = parent.depth() + 1;
            if (!introspection) {
                check("depth", depth, MAX_DEPTH);
                cost = Math.min(Long.MAX_VALUE / 2, cost + Math.multiplyExact(parent.times(), ownCost(field)));
                check("cost", cost, MAX_COST);
            }
            places.put(field, new Place(depth, Math.min(MAX_COST, parent.times() * times(field)), introspection));
        }

        private static void check(String what, long value, long limit) {
            if (value > limit) {
                throw new BeyondLimitException(what, limit);
            }
        }

        private static long ownCost(QueryVisitorFieldEnvironment field) {
            if (isOf(field, "Query", "rulePreview")) {
                return size(field.getArguments().get("sources"), PREVIEWED) * (SERIES + days(field.getArguments()));
            }
            if (ROOTS.contains(field.getFieldsContainer().getName())) {
                return ANSWERED_HERE.contains(field.getFieldDefinition().getName()) ? 1 : ASKED_ELSEWHERE;
            }
            if (!isOf(field, "Source", "series")) {
                return 1;
            }
            return SERIES + size(field.getArguments().get("names"), 0) + days(field.getArguments());
        }

        private static long days(Map<String, Object> arguments) {
            return arguments.get("from") instanceof Instant from && arguments.get("to") instanceof Instant to
                    ? Math.clamp(Duration.between(from, to).toDays(), 0, 1_000)
                    : 0;
        }

        private static long times(QueryVisitorFieldEnvironment field) {
            if (field.getArguments().get("first") instanceof Integer first) {
                return Math.clamp(first, 1, MOST_FIRST);
            }
            if (isOf(field, "Source", "alerts")) {
                return ALERTS_OF_SOURCE;
            }
            if (isOf(field, "Source", "latest")) {
                return size(field.getArguments().get("names"), ALL_LATEST);
            }
            // The nodes are what the field above was counted for.
            boolean counted = field.getFieldDefinition().getName().equals("nodes")
                    && field.getFieldsContainer().getName().endsWith("Connection");
            return !counted
                            && GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(
                                    field.getFieldDefinition().getType()))
                    ? LIST
                    : 1;
        }

        private static long size(@Nullable Object list, int otherwise) {
            return list instanceof Collection<?> names ? Math.clamp(names.size(), 1, 1_000) : otherwise;
        }

        private static boolean isOf(QueryVisitorFieldEnvironment field, String type, String name) {
            return field.getFieldDefinition().getName().equals(name)
                    && field.getFieldsContainer().getName().equals(type);
        }
    }
}
