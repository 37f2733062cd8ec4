using System.Globalization;
using System.Reflection;

namespace FreeSpectra.Mutation;

/// <summary>One method of the tests with the rows of its data, found and run by reflection.</summary>
internal sealed class TestMethod
{
    private readonly MethodInfo method;
    private object?[][]? rows;
    private int rowsFault = -1;

    private TestMethod(MethodInfo method) => this.method = method;

    public string Name => $"{method.ReflectedType!.FullName}.{method.Name}";

    public static IEnumerable<TestMethod> All(Assembly tests) =>
        tests.GetTypes().Where(t => t is { IsPublic: true, IsAbstract: false, IsGenericTypeDefinition: false })
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(m => Fact(m) is { } fact && fact.GetType().GetProperty("Skip")!.GetValue(fact) is null)
            .Select(m => new TestMethod(m));

    /// <summary>Makes the rows anew where the fault is another, and runs one of them.</summary>
    public Answer Reply(Question question)
    {
        try
        {
            if (rows is null || rowsFault != question.Fault || question.Row < 0)
            {
                // Laws remember what they have computed; those made under another fault tell nothing about this one.
                rows = Rows();
                rowsFault = question.Fault;
            }

            if (question.Row < 0)
            {
                return new Answer(CaseOutcome.Passed, 0.0, rows.Length);
            }

            Run(rows[question.Row]);
            return new Answer(CaseOutcome.Passed, 0.0);
        }
        catch (Exception exception)
        {
            rows = null;
            bool skipped = exception.Message.StartsWith("$XunitDynamicSkip$", StringComparison.Ordinal);
            return new Answer(skipped ? CaseOutcome.Skipped : CaseOutcome.Failed, 0.0, Message: exception.Message);
        }
    }

    private static Attribute? Fact(MethodInfo method) =>
        method.GetCustomAttributes().FirstOrDefault(a => Bases(a.GetType()).Any(t => t.FullName == "Xunit.FactAttribute"));

    private static IEnumerable<Type> Bases(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }

    private void Run(object?[] row)
    {
        object? instance = method.IsStatic ? null : Activator.CreateInstance(method.ReflectedType!);
        try
        {
            method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, Arguments(row), CultureInfo.InvariantCulture);
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    private object?[] Arguments(object?[] row)
    {
        ParameterInfo[] parameters = method.GetParameters();
        object?[] arguments = new object?[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            if (i == parameters.Length - 1 && parameters[i].IsDefined(typeof(ParamArrayAttribute))
                && !(row.Length == parameters.Length && parameters[i].ParameterType.IsInstanceOfType(row[i])))
            {
                Type element = parameters[i].ParameterType.GetElementType()!;
                Array rest = Array.CreateInstance(element, Math.Max(0, row.Length - i));
                for (int j = 0; j < rest.Length; j++)
                {
                    rest.SetValue(Convert.ChangeType(row[i + j], element, CultureInfo.InvariantCulture), j);
                }

                arguments[i] = rest;
            }
            else
            {
                arguments[i] = i < row.Length ? row[i] : parameters[i].DefaultValue;
            }
        }

        return arguments;
    }

    private object?[][] Rows()
    {
        Attribute[] sources = [.. method.GetCustomAttributes().Where(a => a.GetType().GetInterface("Xunit.v3.IDataAttribute") is not null)];
        if (sources.Length == 0)
        {
            return [[]];
        }

        var found = new List<object?[]>();
        foreach (Attribute source in sources)
        {
            object? Of(string property) => source.GetType().GetProperty(property)?.GetValue(source);
            if (Of("Data") is object?[] inline)
            {
                found.Add(inline);
                continue;
            }

            var data = (System.Collections.IEnumerable)Member((string)Of("MemberName")!, (Type?)Of("MemberType") ?? method.ReflectedType!, (object?[]?)Of("Arguments") ?? []);
            foreach (object row in data)
            {
                found.Add(row as object?[] ?? (object?[])row.GetType().GetInterface("Xunit.ITheoryDataRow")!.GetMethod("GetData")!.Invoke(row, null)!);
            }
        }

        return found.Count > 0 ? [.. found] : throw new InvalidOperationException("The data has no rows.");
    }

    private static object Member(string name, Type type, object?[] arguments)
    {
        const BindingFlags visible = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        return type.GetProperty(name, visible)?.GetValue(null)
            ?? type.GetField(name, visible)?.GetValue(null)
            ?? type.GetMethod(name, visible)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture)!;
    }
}
