using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Architecture;

/// <summary>A null where none is allowed is refused by the name of the argument, not met later as a null reference.</summary>
public sealed class NullArgumentTests
{
    private static readonly Assembly[] Rooms =
        [typeof(Interval).Assembly, typeof(SpectralMeasure).Assembly, typeof(FreeOperations).Assembly, typeof(Activation).Assembly];

    private static readonly Dictionary<Type, object> Samples = new()
    {
        [typeof(double)] = 0.5,
        [typeof(int)] = 2,
        [typeof(ulong)] = 2UL,
        [typeof(bool)] = true,
        [typeof(string)] = "text",
        [typeof(Complex)] = new Complex(0.3, 0.7),
        [typeof(BigInteger)] = new BigInteger(2),
        [typeof(Rational)] = new Rational(1, 2),
        [typeof(RationalPolynomial)] = RationalPolynomial.X,
        [typeof(BivariatePolynomial)] = BivariatePolynomial.Second,
        [typeof(PowerSeries)] = new PowerSeries(0, 1, 2),
        [typeof(SpectralMeasure)] = new FreePoisson(2.0, 0.5),
        [typeof(Stream)] = Stream.Null,
        [typeof(Activation)] = ActivationParser.Parse("tanh"),
    };

    [Fact]
    public void Null_is_refused_by_name_everywhere()
    {
        List<string> failures = [];
        int refused = 0;
        foreach (MethodBase member in Rooms.SelectMany(room => room.GetExportedTypes()).Where(IsOfTheRooms).SelectMany(Members))
        {
            ParameterInfo[] parameters = member.GetParameters();
            for (int i = 0; i < parameters.Length; i++)
            {
                if (!MustNotBeNull(parameters[i]) || Arguments(parameters, i) is not { } arguments
                    || (!member.IsStatic && member is MethodInfo && Sample(member.DeclaringType!, 0) is null))
                {
                    continue;
                }

                try
                {
                    _ = member is ConstructorInfo constructor
                        ? constructor.Invoke(arguments)
                        : member.Invoke(member.IsStatic ? null : Sample(member.DeclaringType!, 0), arguments);
                }
                catch (TargetInvocationException outer) when (outer.InnerException is ArgumentNullException inner)
                {
                    refused++;
                    if (inner.ParamName != parameters[i].Name)
                    {
                        failures.Add($"{member.DeclaringType!.Name}.{member.Name}({parameters[i].Name}), called {inner.ParamName}");
                    }
                }
                catch (TargetInvocationException outer) when (outer.InnerException is NullReferenceException)
                {
                    failures.Add($"{member.DeclaringType!.Name}.{member.Name}({parameters[i].Name})");
                }
                catch (TargetInvocationException)
                {
                    // Another argument was refused first.
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join(" ", failures));
        Assert.True(refused > 100, $"only {refused} were tried");
    }

    private static bool IsOfTheRooms(Type type) =>
        !type.Namespace!.StartsWith("FreeSpectra.Networks", StringComparison.Ordinal) || type.Namespace.EndsWith(".MeanField", StringComparison.Ordinal);

    private static IEnumerable<MethodBase> Members(Type type) =>
        type.IsAbstract && !type.IsSealed
            ? []
            : type.GetConstructors().Concat<MethodBase>(type
                .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(m => !m.IsSpecialName && !m.ContainsGenericParameters && m.Name is not "Equals" and not "<Clone>$"));

    private static bool MustNotBeNull(ParameterInfo parameter) =>
        !parameter.ParameterType.IsValueType && !parameter.ParameterType.IsByRef
        && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.NotNull;

    private static object?[]? Arguments(ParameterInfo[] parameters, int absent)
    {
        var arguments = new object?[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            if (i != absent && (arguments[i] = Sample(parameters[i].ParameterType, 0)) is null)
            {
                return null;
            }
        }

        return arguments;
    }

    /// <summary>Some value of the type; null where there is none to be had.</summary>
    private static object? Sample(Type type, int depth)
    {
        if (Samples.TryGetValue(type, out object? known))
        {
            return known;
        }

        if (type.IsByRef || type.IsByRefLike || type.IsPointer || depth > 3)
        {
            return null;
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(0);
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            ParameterExpression[] inputs = [.. invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType))];
            return invoke.ContainsGenericParameters ? null : Expression.Lambda(type, Expression.Default(invoke.ReturnType), inputs).Compile();
        }

        if (type.IsArray)
        {
            return Array.CreateInstance(type.GetElementType()!, 0);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return type.GetField("Empty")!.GetValue(null);
        }

        foreach (ConstructorInfo constructor in type.GetConstructors().Where(c => c.GetParameters().Length > 0).OrderBy(c => c.GetParameters().Length))
        {
            if (Arguments(constructor.GetParameters(), -1) is { } arguments)
            {
                try
                {
                    return constructor.Invoke(arguments);
                }
                catch (TargetInvocationException)
                {
                    // These arguments do not fit together.
                }
            }
        }

        return null;
    }
}
